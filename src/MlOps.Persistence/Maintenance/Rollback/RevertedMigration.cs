using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>A migration that is taken back.</summary>
internal sealed record RevertedMigration(
    string Name, IReadOnlyList<MigrationOperation> Operations, IReadOnlyList<MigrationCommand> Commands)
{
    /// <summary>Whether it has a statement that runs in no transaction.</summary>
    public bool IsAlone => Commands.Any(command => command.TransactionSuppressed);

    /// <summary>Whether a run that was killed could neither be undone nor be completed: steps on indexes alone can be repeated.</summary>
    public bool IsMixed => IsAlone && !Operations.All(operation =>
        operation is CreateIndexOperation or DropIndexOperation or SqlOperation { SuppressTransaction: true });
}
