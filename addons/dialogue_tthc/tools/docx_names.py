"""Which names a template uses, and which of them there are not."""

from collections.abc import Collection

from jinja2 import nodes

# what each name of a loop stands for, such as ``tasks`` for ``task``; None: anything
Scope = dict[str, str | None]


class NameCheck:
    """Looks through a template for names that it may not use.

    :param names: what it may name, such as ``tasks`` and ``tasks.due`` for ``task.due``
        inside ``{% for task in tasks %}``; a name without dotted ones is free inside
    """

    def __init__(self, names: Collection[str]) -> None:
        self.names = frozenset(names)
        self.above = frozenset(
            name.rpartition(".")[0] for name in self.names if "." in name
        )
        self.unknown: list[tuple[int, str]] = []

    def check(self, tree: nodes.Node) -> list[tuple[int, str]]:
        """Return what ``tree`` names and there is not, with the line where it does."""
        self.unknown = []
        self._visit(tree, {})
        return self.unknown

    def _visit(self, node: nodes.Node, scope: Scope) -> None:
        if isinstance(node, nodes.For):
            self._visit_loop(node, scope)
            return
        path = _path(node, scope)
        if path is None:
            for child in node.iter_child_nodes():
                self._visit(child, scope)
        elif not self._is_known(path):
            self.unknown.append((node.lineno, path))

    def _visit_loop(self, loop: nodes.For, scope: Scope) -> None:
        self._visit(loop.iter, scope)
        listed = loop.iter
        # the sandbox wraps what a loop goes over
        while isinstance(listed, nodes.Filter) and listed.node is not None:
            listed = listed.node
        inner: Scope = {**scope, "loop": None}
        targets = [loop.target, *loop.target.find_all(nodes.Name)]
        for target in targets:
            if isinstance(target, nodes.Name):
                inner[target.name] = _path(listed, scope)
        for child in (*loop.body, *([loop.test] if loop.test else ())):
            self._visit(child, inner)
        for child in loop.else_:
            self._visit(child, scope)

    def _is_known(self, path: str) -> bool:
        if path in self.names or path in self.above:
            return True
        above, dot, _last = path.rpartition(".")
        return bool(dot) and self._is_known(above) and above not in self.above


def _path(node: nodes.Node, scope: Scope) -> str | None:
    """Return what a node stands for, such as ``tasks.due``; None: nothing to check."""
    if isinstance(node, nodes.Name):
        return scope[node.name] if node.name in scope else node.name
    if isinstance(node, nodes.Getattr):
        key = node.attr
    elif isinstance(node, nodes.Getitem) and isinstance(node.arg, nodes.Const):
        key = node.arg.value
    else:
        return None
    above = _path(node.node, scope)
    if above is None:
        return None
    # an entry of a list stands for each of its entries
    return f"{above}.{key}" if isinstance(key, str) else above
