import Postgres

/// Changes that are written down as they come and folded into totals later.
enum Journal {
    /// Takes the oldest changes of a journal out of it, and returns them whole.
    ///
    /// Two processes that fold at once never fold a change twice: the second waits for the rows that
    /// the first deletes, and finds them gone. The oldest are told by the last of their ids and not by
    /// a join, whose plan may be of a moment when the journal was empty.
    static func takingOldest(_ limit: Int, of journal: String) -> SQL {
        """
        DELETE FROM \(identifier: journal)
         WHERE id <= (SELECT max(id) FROM (SELECT id FROM \(identifier: journal)
                                           ORDER BY id LIMIT \(limit)) oldest)
        RETURNING *
        """
    }
}
