using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>Whether the database is of the version of the program. A comparison with another one would find damage everywhere.</summary>
internal static class MigrationCheck
{
    public static async Task<IReadOnlyList<SchemaFinding>> FindAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var known = DeclaredMigrations.Of(context).Keys.ToList();
        try
        {
            var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList();
            List<SchemaFinding> findings =
            [
                .. known.Except(applied).Select(migration => new SchemaFinding(
                    FindingSeverity.Damage, Kinds.Migration, migration, "applied", null)
                {
                    ToDo = "Type 'mlops migrate'. Nothing else was compared.",
                }),
                .. applied.Except(known).Select(migration => new SchemaFinding(
                    FindingSeverity.Damage, Kinds.Migration, migration, null, "applied")
                {
                    ToDo = "This program does not know it. Update the program. Nothing else was compared.",
                }),
            ];
            // The migrations of the library have its model.
            return findings.Count > 0 || context.GetType() == typeof(MlOpsDbContext) || !context.Database.HasPendingModelChanges()
                ? findings
                : [Undeclared(context)];
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return
            [
                new SchemaFinding(FindingSeverity.NotVisible, Kinds.Migration, "all migrations", "applied", null)
                {
                    ToDo = $"Nothing was compared, since this login may not read which migrations the database has: {e.MessageText}. " +
                        "Verify as the owner of the tables.",
                },
            ];
        }
    }

    private static SchemaFinding Undeclared(MlOpsDbContext context) => new(
        FindingSeverity.Damage, Kinds.Migration, context.GetType().Name, "a migration for each change of the model", null)
    {
        ToDo = "The model has changes that no migration has. Type 'dotnet ef migrations add', and migrate. Nothing else was compared.",
    };
}
