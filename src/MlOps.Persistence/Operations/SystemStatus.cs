using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Maintenance.Slices;

namespace MlOps.Persistence.Operations;

/// <summary>What a database has and what goes on in it, at a moment.</summary>
/// <param name="ServerVersion">The version of the server: "18.1".</param>
/// <param name="AppliedMigrations">The migrations of the database, the oldest first.</param>
/// <param name="PendingMigrations">Those of the context that the database does not have yet.</param>
/// <param name="UnknownMigrations">Those of the database that the context does not have: of a newer version, or of another context.</param>
/// <param name="Slices">The slices of each sliced table, with the rows of all tenants.</param>
/// <param name="Writers">The prediction writers of the last day that have not ended, by host and process.</param>
/// <param name="Jobs">The jobs, by name.</param>
/// <param name="OpenAlerts">The alerts that are not resolved, the newest first.</param>
/// <param name="DatabaseBytes">The size of the whole database.</param>
/// <param name="Tables">The tables with the bytes of their partitions and indexes, the largest first.</param>
/// <param name="Missing">Why a part was not read, by its name: "slices" for a login that may not read the partitions.</param>
public sealed record SystemStatus(
    string ServerVersion,
    IReadOnlyList<string> AppliedMigrations,
    IReadOnlyList<string> PendingMigrations,
    IReadOnlyList<string> UnknownMigrations,
    IReadOnlyList<SliceState> Slices,
    IReadOnlyList<WriterReport> Writers,
    IReadOnlyList<JobStatus> Jobs,
    IReadOnlyList<Alert> OpenAlerts,
    long? DatabaseBytes,
    IReadOnlyList<StoredTable> Tables,
    IReadOnlyDictionary<string, string> Missing)
{
    /// <summary>The newest migration of the database. Null if there is none.</summary>
    public string? NewestMigration => AppliedMigrations is [.., var newest] ? newest : null;
}
