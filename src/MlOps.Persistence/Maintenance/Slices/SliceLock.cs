using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>
/// An advisory lock that the making of slices takes. Every login can take it, so whatever waits for it names the session that has it.
/// </summary>
internal readonly record struct SliceLock(string Name)
{
    // A number of 64 bits, of which the server shows the two halves.
    private const string Holders =
        """
        FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND (classid::bigint << 32 | objid::bigint) =
        """;

    /// <summary>Of a table of names, the condition that somebody has the lock of that name.</summary>
    public const string IsHeld = $"EXISTS (SELECT 1 {Holders} hashtext(name)::bigint)";

    private string Key => $"hashtext({SqlNames.Literal(Name)})";

    /// <summary>Takes it until the transaction ends, and waits for it.</summary>
    public string Take => $"SELECT pg_advisory_xact_lock({Key})";

    /// <summary>Takes it until the transaction ends, or returns false.</summary>
    public string Try => $"SELECT pg_try_advisory_xact_lock({Key}) AS \"Value\"";

    /// <summary>Names the session that has it.</summary>
    public string FindHolder =>
        $"""
        SELECT coalesce(string_agg(format('process %s of the login %s', pid, coalesce(
            (SELECT usename FROM pg_stat_activity a WHERE a.pid = pg_locks.pid), 'that has just ended')), ', '), 'a session that has just ended')
        AS "Value" {Holders} {Key}::bigint
        """;
}
