using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Adoption;

/// <summary>
/// Lets a derived context go on with a database that the library's own migrations made. Its first migration would create the
/// library's tables a second time, so only the difference is made, and all of its migrations are recorded as applied.
/// </summary>
internal sealed class SchemaAdoption
{
    private readonly MlOpsDbContext _context;
    private readonly MlOpsDbContext _library;
    private readonly IReadOnlyList<string> _missing;

    private SchemaAdoption(MlOpsDbContext context, MlOpsDbContext library, IReadOnlyList<string> missing) =>
        (_context, _library, _missing) = (context, library, missing);

    /// <summary>Runs an adoption if the database has migrations of the library and no others. Under the lock of migrations.</summary>
    /// <returns>The migrations that were applied, or null if there is nothing to adopt.</returns>
    /// <exception cref="MlOpsException">The context does more than add to the library's schema.</exception>
    public static async Task<IReadOnlyList<string>?> TryRunAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        if (context.GetType() == typeof(MlOpsDbContext))
            return null;

        var library = LibraryContext.CreateBeside(context);
        await using (library.ConfigureAwait(false))
            return await TryRunAsync(context, library, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The commands that an adoption would run; null if there is nothing to adopt.</summary>
    /// <exception cref="MlOpsException">The context does more than add to the library's schema.</exception>
    public static async Task<IReadOnlyList<MigrationCommand>?> TryPlanAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        if (context.GetType() == typeof(MlOpsDbContext))
            return null;

        var library = LibraryContext.CreateBeside(context);
        await using (library.ConfigureAwait(false))
        {
            return (await ListMissingAsync(library, cancellationToken).ConfigureAwait(false)) is null
                ? null : SchemaDifference.Find(context, library);
        }
    }

    /// <summary>Runs an adoption from the schema of the given library, whose context shares the connection.</summary>
    internal static async Task<IReadOnlyList<string>?> TryRunAsync(
        MlOpsDbContext context, MlOpsDbContext library, CancellationToken cancellationToken)
    {
        return await ListMissingAsync(library, cancellationToken).ConfigureAwait(false) is { } missing
            ? await new SchemaAdoption(context, library, missing).RunAsync(cancellationToken).ConfigureAwait(false)
            : null;
    }

    // The migrations of the library that the database lacks; null if it has others, or none.
    private static async Task<IReadOnlyList<string>?> ListMissingAsync(MlOpsDbContext library, CancellationToken cancellationToken)
    {
        var applied = (await library.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList();
        var known = library.Database.GetMigrations().ToList();
        return applied.Count > 0 && applied.TrueForAll(known.Contains) ? [.. known.Except(applied)] : null;
    }

    private async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        // Before anything is changed: a database that cannot be adopted stays as it is.
        var commands = SchemaDifference.Find(_context, _library);
        if (_missing.Count > 0)
            await _library.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);

        var migrations = _context.Database.GetMigrations().ToList();
        await _context.InTransactionAsync(
            async () =>
            {
                var connection = _context.GetService<IRelationalConnection>();
                foreach (var command in commands)
                    await command.ExecuteNonQueryAsync(connection, null, cancellationToken).ConfigureAwait(false);

                await ReplaceHistoryAsync(migrations, cancellationToken).ConfigureAwait(false);
                return commands.Count;
            },
            cancellationToken).ConfigureAwait(false);

        // There is nothing left to apply, but EF seeds the context's data (UseAsyncSeeding) here.
        await _context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        return [.. _missing, .. migrations];
    }

    // The library's migrations have done their work: those of the context hold all of it.
    private async Task ReplaceHistoryAsync(List<string> migrations, CancellationToken cancellationToken)
    {
        var history = _library.GetService<IHistoryRepository>();
        foreach (var migration in _library.Database.GetMigrations())
            await _context.ExecuteSchemaAsync(history.GetDeleteScript(migration), cancellationToken).ConfigureAwait(false);

        // It may have another table.
        history = _context.GetService<IHistoryRepository>();
        await history.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
        foreach (var row in migrations.Select(migration => new HistoryRow(migration, ProductInfo.GetVersion())))
            await _context.ExecuteSchemaAsync(history.GetInsertScript(row), cancellationToken).ConfigureAwait(false);
    }
}
