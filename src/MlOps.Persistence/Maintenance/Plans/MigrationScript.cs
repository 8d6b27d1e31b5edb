using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using MlOps.Persistence.Maintenance.Commands;

namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>The SQL of migrations, for somebody who runs it by hand.</summary>
/// <param name="From">The migration that the database must have; null if it must have none.</param>
/// <param name="To">The migration that it has then.</param>
/// <param name="Migrations">The migrations that the script applies.</param>
/// <param name="IsIdempotent">Whether it leaves out what the database has, so that it can be run again.</param>
/// <param name="Sql">The script.</param>
public sealed record MigrationScript(string? From, string? To, IReadOnlyList<string> Migrations, bool IsIdempotent, string Sql)
{
    /// <summary>Writes the script of what a database lacks.</summary>
    /// <param name="context">A context on the database.</param>
    /// <param name="to">The last migration, with its time or without; the newest if it is null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">There is no such migration, or the database has others, or a newer one than one that it
    /// lacks.</exception>
    public static async Task<MigrationScript> ReadAsync(
        MlOpsDbContext context, string? to = null, CancellationToken cancellationToken = default)
    {
        var last = to is null ? null : DeclaredMigrations.Find(context, to);
        var (applied, pending) = await DeclaredMigrations.ListAsync(context, last, cancellationToken).ConfigureAwait(false);
        DeclaredMigrations.RefuseUnknown(context, applied);
        DeclaredMigrations.RefuseGap(applied, pending);
        return Write(context, applied is [.., var newest] ? newest : null, pending);
    }

    /// <summary>Writes the script from one migration to another. Asks no server.</summary>
    /// <param name="context">The context.</param>
    /// <param name="from">The migration that the database has, with its time or without; 0 if it has none.</param>
    /// <param name="to">The last migration; the newest if it is null.</param>
    /// <exception cref="MlOpsException">There is no such migration, or the last one is older than the first.</exception>
    public static MigrationScript Between(MlOpsDbContext context, string from, string? to = null)
    {
        var known = DeclaredMigrations.Of(context).Keys.ToList();
        var first = from == Migration.InitialDatabase ? -1 : known.IndexOf(DeclaredMigrations.Find(context, from));
        var last = to is null ? known.Count - 1 : known.IndexOf(DeclaredMigrations.Find(context, to));
        if (last < first)
            throw new MlOpsException(
                MlOpsError.NotFound,
                $"{known[last]} is older than {known[first]}. A script only goes forward: a rollback has to look for data that it would " +
                "lose.");

        return Write(context, first < 0 ? null : known[first], known[(first + 1)..(last + 1)]);
    }

    private static MigrationScript Write(MlOpsDbContext context, string? from, IReadOnlyList<string> migrations)
    {
        if (migrations.Count == 0)
            return new MigrationScript(from, from, [], true, "-- No migration is missing.\n");

        var commands = new MigrationCommands(context);
        // EF wraps each statement in a block, which is a transaction.
        var alone = migrations.FirstOrDefault(name =>
            commands.Apply(commands.Create(name)).Any(command => command.TransactionSuppressed));
        var sql = context.GetService<IMigrator>().GenerateScript(
            from, migrations[^1], alone is null ? MigrationsSqlGenerationOptions.Idempotent : MigrationsSqlGenerationOptions.Default);
        var note = alone is null
            ? "It leaves out what the database has, so it can be run again."
            : $"Run it once: {alone} has a statement that runs in no transaction, which cannot be made conditional.";
        var header = $"-- From {from ?? "an empty database"} to {migrations[^1]}. {note}\n" +
            "-- Run it with psql -v ON_ERROR_STOP=1. Then run 'migrate', which makes slices, builds declared indexes and validates keys.\n";
        return new MigrationScript(from, migrations[^1], migrations, alone is null, header + sql.ReplaceLineEndings("\n"));
    }
}
