using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>A migration that is taken back.</summary>
internal sealed record RevertedMigration(
    string Name, IReadOnlyList<MigrationOperation> Operations, IReadOnlyList<MigrationCommand> Commands);
