import base64

from odoo import api, models
from odoo.exceptions import ValidationError

from ..tools.docx_package import DocxPackageError
from ..tools.docx_template import check_template


class DialogueDocumentTemplate(models.Model):
    """What is told about a template that cannot be used."""

    _inherit = "dialogue.document.template"

    @api.constrains("file")
    def _check_file(self):
        for template in self.with_context(bin_size=False).filtered("file"):
            template._check_content(base64.b64decode(template.file))

    def _check_content(self, content):
        """Refuse a file that cannot be a template of this key.

        :raise ValidationError: with one sentence for each fault, and its place
        """
        self.ensure_one()
        try:
            faults = check_template(
                content, self._allowed_names(), self._example_values()
            )
        except DocxPackageError as error:
            raise ValidationError(self._package_sentence(error)) from error
        if faults:
            raise ValidationError(
                self.env._(
                    "This template cannot be used yet. Correct it in Word and upload "
                    "it again:\n%s",
                    self._fault_text(faults),
                )
            )

    def _allowed_names(self):
        return set(self.env["dialogue.document"]._placeholders(self.key))

    def _example_values(self):
        """Return made-up values to try a template with: a draft, and one issued.

        Never those of a record: an administrator reads none, and whether a template is
        refused would tell of them.
        """
        # explanations begin with what a name is, in the language of the sources
        Document = self.env["dialogue.document"].with_context(lang="en_US")
        placeholders = Document._placeholders(self.key)
        return [_made_up(placeholders, choice) for choice in (True, False)]

    @api.model
    def _fault_text(self, faults):
        """Return faults of a template as lines for people, each with its place."""
        return "\n".join(f"• {self._fault_sentence(fault)}" for fault in faults)

    def _fault_sentence(self, fault):
        sentences = {
            "unknown": self.env._(
                "there is no placeholder “%(what)s”; the list on this page has all",
                what=fault.what,
            ),
            "not_list": self.env._(
                "what this repeats over is no list; the list on this page says which "
                "are"
            ),
            "unclosed": self.env._(
                "a tag is not closed; it begins and ends in one paragraph, as in "
                "%(value)s or %(choice)s",
                value="{{ name }}",
                choice="{% if is_draft %}",
            ),
            "stray": self.env._(
                "a tag stands where none can be filled in (a field, a link or the "
                "description of a picture): “%(what)s”",
                what=fault.what,
            ),
            "not_allowed": self.env._(
                "“%(what)s” is not possible in a template; it prints placeholders, "
                "repeats with %(repeat)s and chooses with %(choose)s",
                what=fault.what,
                repeat="{% for %}",
                choose="{% if %}",
            ),
            "unbalanced": self.env._(
                "“%(what)s” has no counterpart: what opens with %(opened)s closes "
                "with %(closed)s",
                what=fault.what,
                opened="{% if %}, {% for %}",
                closed="{% endif %}, {% endfor %}",
            ),
            "syntax": self.env._("this tag cannot be understood"),
            "structure": self.env._(
                "a repetition or choice begins inside a table or paragraph and ends "
                "outside; put both of its tags into paragraphs of their own, written "
                "%(paragraph)s, or into rows of their own, written %(row)s",
                paragraph="{%p … %}",
                row="{%tr … %}",
            ),
            "too_long": self.env._(
                "the document becomes longer than any that is signed"
            ),
        }
        sentence = sentences[fault.reason]
        if not fault.place:
            return sentence
        return self.env._(
            "At “%(place)s”: %(fault)s", place=fault.place, fault=sentence
        )

    def _package_sentence(self, error):
        """Return why a file is no template, as a sentence that says what to do."""
        sentences = {
            "empty": self.env._("The file is empty. Choose another one."),
            "too_large": self.env._(
                "The file is larger than 5 MB. Make its pictures smaller and save it "
                "again."
            ),
            "not_word": self.env._(
                "This is no Word document (.docx). Open it in Word and save it as "
                "“Word Document (*.docx)”, without macros."
            ),
            "old_word": self.env._(
                "This is an old Word file (.doc or .rtf), or one with a password. Open "
                "it in Word and save it as “Word Document (*.docx)” without password."
            ),
            "macros": self.env._(
                "The file carries macros, which are never run here. Save it as “Word "
                "Document (*.docx)”, without macros."
            ),
            "outside": self.env._(
                "The file fetches something from elsewhere (%s): a linked picture, a "
                "linked file or an attached template. Put it into the file itself, or "
                "take it out.",
                error.what,
            ),
            "embedded": self.env._(
                "Another file or a control is embedded in the document (%s). Take it "
                "out; pictures may stay.",
                error.what,
            ),
            "bomb": self.env._(
                "The file unpacks to far more than a letter needs. Begin again with "
                "the shipped template."
            ),
            "broken": self.env._(
                "The file is damaged. Open it in Word, save it again and upload that."
            ),
            "tracked": self.env._(
                "The file has tracked changes. Accept or reject them all in Word "
                "(Review), save it and upload it again."
            ),
        }
        return sentences[error.reason]


def _made_up(placeholders, choice, above=""):
    """Return values that are like those of a document and say nothing.

    :param dict placeholders: name -> explanation in English, which begins with what
        stands there; see ``_document_placeholders``
    :param bool choice: the value of all that is true or not
    :param str above: inside what the values stand, such as "tasks."
    """
    under = [name for name in placeholders if name.startswith(above)]
    values = {}
    for last in dict.fromkeys(name[len(above) :].split(".")[0] for name in under):
        name = f"{above}{last}"
        meaning = placeholders.get(name, "List")
        inside = _made_up(placeholders, choice, f"{name}.") or "x"
        if meaning.startswith("List"):
            values[last] = [inside, inside]
        elif meaning.startswith("True"):
            values[last] = choice
        elif meaning.startswith(("How many", "Number of the line")):
            values[last] = 1
        else:
            values[last] = inside
    return values
