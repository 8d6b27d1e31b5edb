using MlOps.Persistence.Maintenance.Plans;

namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>What a <see cref="SchemaRollback"/> takes back.</summary>
/// <param name="Migrations">The migrations, the newest first.</param>
/// <param name="Losses">What is lost with them.</param>
/// <param name="Statements">What runs in the database, but for the archive.</param>
public sealed record RollbackReport(
    IReadOnlyList<string> Migrations, IReadOnlyList<DataLoss> Losses, IReadOnlyList<PlannedStatement> Statements);
