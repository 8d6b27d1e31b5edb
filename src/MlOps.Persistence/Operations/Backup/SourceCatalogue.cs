namespace MlOps.Persistence.Operations.Backup;

/// <summary>What the catalogue of a database says of tables, as the snapshot of a session sees it.</summary>
internal static class SourceCatalogue
{
    private const string Parts =
        """
        WITH RECURSIVE parts AS (
            SELECT place, unnest(ARRAY[name::regclass::oid, to_regclass(archive)::oid]) AS oid
            FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS named (name, archive, place)
            UNION ALL
            SELECT place, inhrelid FROM parts JOIN pg_inherits ON inhparent = parts.oid
        )
        SELECT place, c.oid::regclass::text, relkind = 'r', pg_relation_size(c.oid), row_security_active(c.oid)
        FROM parts JOIN pg_class AS c ON c.oid = parts.oid
        WHERE relkind <> 'p' ORDER BY place, c.oid::regclass::text COLLATE "C"
        """;

    private const string Columns =
        """
        SELECT place, attname::text FROM unnest($1::text[]) WITH ORDINALITY AS named (name, place)
        JOIN pg_attribute ON attrelid = name::regclass
        WHERE attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY place, attnum
        """;

    private const string Sequences =
        """
        SELECT objid::regclass::text, pg_sequence_last_value(objid::regclass)
        FROM pg_depend JOIN pg_class ON oid = objid AND relkind = 'S'
        WHERE classid = 'pg_class'::regclass AND refclassid = classid AND deptype IN ('a', 'i')
            AND refobjid IN (SELECT name::regclass FROM unnest($1::text[]) AS name)
            AND pg_sequence_last_value(objid::regclass) IS NOT NULL
        ORDER BY 1
        """;

    private const string Existing =
        """
        SELECT c.oid::regclass::text FROM unnest($1::text[]) WITH ORDINALITY AS named (name, place)
        JOIN pg_class AS c ON c.oid = to_regclass(name) AND relkind IN ('r', 'p') ORDER BY place
        """;

    /// <summary>Those of some tables that exist, in their order. A text that is no name is refused by the server.</summary>
    public static async Task<IReadOnlyList<string>> FindExistingAsync(
        BackupSession session, IEnumerable<string> names, CancellationToken cancellationToken) =>
        await session.ListAsync(Existing, reader => reader.GetString(0), [names.ToArray()], cancellationToken).ConfigureAwait(false);

    /// <summary>Reads which columns and parts tables have. The parts of the archive are among those of its live table.</summary>
    public static async Task<IReadOnlyList<SourceTable>> ReadAsync(
        BackupSession session, IReadOnlyList<string> tables, BackupTables declared, CancellationToken cancellationToken)
    {
        object[] names = [tables.ToArray()];
        var parts = (await session.ListAsync(
            Parts,
            reader => (Place: reader.GetInt64(0), Part: new SourcePart(
                reader.GetString(1), reader.GetBoolean(2), reader.GetInt64(3), reader.GetBoolean(4))),
            [.. names, tables.Select(declared.FindArchive).ToArray()],
            cancellationToken).ConfigureAwait(false)).ToLookup(row => row.Place, row => row.Part);
        var columns = (await session.ListAsync(
            Columns, reader => (Place: reader.GetInt64(0), Name: reader.GetString(1)), names, cancellationToken).ConfigureAwait(false))
            .ToLookup(row => row.Place, row => row.Name);
        return [.. tables.Select((name, index) => new SourceTable(name, [.. columns[index + 1]], [.. parts[index + 1]]))];
    }

    public static async Task<IReadOnlyList<BackupSequence>> ReadSequencesAsync(
        BackupSession session, IReadOnlyList<string> tables, CancellationToken cancellationToken) =>
        await session.ListAsync(
            Sequences,
            reader => new BackupSequence(reader.GetString(0), reader.GetInt64(1)),
            [tables.ToArray()],
            cancellationToken).ConfigureAwait(false);
}
