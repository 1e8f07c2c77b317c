"""The document templates that ship with the addon, made anew from what is said here.

``layout`` is Nghị định 30/2020/NĐ-CP: page, styles and rules, in one place. ``parts``
puts the pieces that papers share together, ``letters``, ``papers`` and ``tables`` say
what each kind of document says. ``__main__`` writes the files.
"""
