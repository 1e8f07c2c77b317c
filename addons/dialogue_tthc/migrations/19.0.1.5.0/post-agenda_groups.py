"""Items of an agenda are linked to the groups that they answer since 19.0.1.5.0."""


def migrate(cr, _version):
    """Link the items that were named after a group, so that none comes twice."""
    cr.execute(
        """
        UPDATE dialogue_agenda_item AS item
           SET group_id = same.group_id
          FROM (
                SELECT DISTINCT ON (g.id) g.id AS group_id, i.id AS item_id
                  FROM dialogue_question_group AS g
                  JOIN dialogue_agenda_item AS i
                    ON i.session_id = g.session_id AND i.name = g.name
                 WHERE g.stage <> 'proposed'
                   AND NOT EXISTS (
                        SELECT FROM dialogue_agenda_item AS linked
                         WHERE linked.group_id = g.id
                   )
              ORDER BY g.id, i.sequence, i.id
               ) AS same
         WHERE item.id = same.item_id AND item.group_id IS NULL
        """
    )
