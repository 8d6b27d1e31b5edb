using Microsoft.EntityFrameworkCore;
using MlOps.Import.Reports;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Postgres;
using MlOps.Postgres.Exclusions;
using Npgsql;

namespace MlOps.Import.Takeover;

/// <summary>Builds our schema beside the old tables, which stay as they are, and copies what they have.</summary>
internal sealed class TakeoverCopy(
    TakeoverSession session, NpgsqlDataSource home, Func<Guid, MlOpsDbContext> openNext, ImportOptions options)
{
    private readonly OldTables _tables = new(home, session);

    /// <summary>Lists what the switch would move.</summary>
    public async Task<IReadOnlyList<OldObject>> ListMovingAsync(bool isBuilt, CancellationToken cancellationToken)
    {
        var imported = await _tables.ListImportedAsync(cancellationToken).ConfigureAwait(false);
        return [.. (await FindMovingAsync(isBuilt, imported, cancellationToken).ConfigureAwait(false))
            .Select(one => new OldObject(one.Kind, one.Name, one.Kind == SchemaObject.Table && imported.Contains(one.PlainName)))];
    }

    public async Task<IReadOnlyList<SchemaObject>> FindMovingAsync(CancellationToken cancellationToken) => await FindMovingAsync(
        true, await _tables.ListImportedAsync(cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Builds the schema, or brings it up to date, and copies what is new or was changed since the last copy.</summary>
    public async Task<(NextNote Note, ImportReport? Report)> RunAsync(NextNote? before, CancellationToken cancellationToken)
    {
        var built = await BuildAsync(before, cancellationToken).ConfigureAwait(false);
        // Refused rows may be mended by other rows that came later, so all are read again.
        return await CopyAsync(built with { Refused = 0 }, built.Refused > 0, false, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies what is new or was changed since an earlier copy, while writers wait.</summary>
    public Task<(NextNote Note, ImportReport? Report)> CopyRestAsync(NextNote before, CancellationToken cancellationToken) =>
        CopyAsync(before, false, true, cancellationToken);

    /// <summary>Lists the tables that were copied, and are gone or cannot be read.</summary>
    public async Task<IReadOnlyList<string>> ListGoneAsync(NextNote note, CancellationToken cancellationToken) =>
        [.. (note.Sources ?? []).Except(await _tables.ListImportedAsync(cancellationToken).ConfigureAwait(false))];

    private async Task<(NextNote Note, ImportReport? Report)> CopyAsync(
        NextNote before, bool readsAll, bool isLocked, CancellationToken cancellationToken)
    {
        var imported = await _tables.ListImportedAsync(cancellationToken).ConfigureAwait(false);
        if (imported.Count == 0)
            return (before with { ReadUpTo = before.ReadUpTo ?? "0", TenantId = options.TenantId }, null);

        var sources = before.Sources ?? [];
        var changes = new ImportChanges(before, readsAll, isLocked, [.. sources.Except(imported)]);
        var report = await new DatabaseImport(home, openNext, options with { Schema = session.Home, Changes = changes })
            .RunAsync(cancellationToken).ConfigureAwait(false);
        var refused = before.Refused + report.Refused + report.Tables.Count(table => table.SkipReason is not null);
        var note = before with
        {
            ReadUpTo = changes.ReadUpTo,
            Refused = refused,
            TenantId = options.TenantId,
            Sources = [.. sources.Union(imported).Order(StringComparer.Ordinal)],
        };
        return (note, report);
    }

    private Task<IReadOnlyList<SchemaObject>> FindMovingAsync(
        bool isBuilt, HashSet<string> imported, CancellationToken cancellationToken)
    {
        using var context = openNext(options.TenantId);
        return _tables.ListMovingAsync(context, isBuilt, imported, cancellationToken);
    }

    private async Task<NextNote> BuildAsync(NextNote? before, CancellationToken cancellationToken)
    {
        var context = openNext(options.TenantId);
        await using var whenDone = context.ConfigureAwait(false);
        if (context.Model.GetEntityTypes().Select(entity => entity.GetSchema()).OfType<string>().FirstOrDefault() is { } named)
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                $"{context.GetType().Name} names the schema '{named}' for its tables, so that they cannot be built in another one first. " +
                "Name a schema that has no tables yet, migrate, and run 'mlops import --schema' for the old tables.");

        var previous = await session.ReadLastTransactionAsync(cancellationToken).ConfigureAwait(false);
        if (before is null)
            await session.InTransactionAsync(
                async () =>
                {
                    await session.ExecuteAsync(
                        $"CREATE SCHEMA {SqlNames.Quote(TakeoverSession.Next)}; " +
                        $"GRANT USAGE ON SCHEMA {SqlNames.Quote(TakeoverSession.Next)} TO PUBLIC", cancellationToken).ConfigureAwait(false);
                    await session.WriteNoteAsync(TakeoverSession.Next, new NextNote(null, 0, null), cancellationToken)
                        .ConfigureAwait(false);
                    return true;
                },
                true,
                cancellationToken).ConfigureAwait(false);

        await CreateExtensionAsync(cancellationToken).ConfigureAwait(false);
        var upgrade = await new SchemaUpgrade(context).RunAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var database = await session.ReadDatabaseAsync(TakeoverSession.Next, cancellationToken).ConfigureAwait(false);
        var isRestored = before?.Origin is { } known && known.Database != database;
        if (before?.Origin is not null && upgrade.Migrations.Count == 0 && !isRestored)
            return before;

        // Rows that the migrations made are none of a copy. The note is written before the first one of a copy.
        var last = await session.ReadLastTransactionAsync(cancellationToken).ConfigureAwait(false);
        var note = before ?? new NextNote(null, 0, null);
        note = isRestored
            // The numbers of transactions are those of another server.
            ? note with { ReadUpTo = null, IsRestored = true, Origin = new RowOrigin(database, []) }
            : note with
            {
                Origin = new RowOrigin(
                    database, note.Origin is null ? [new(null, last)] : [.. note.Origin.Others, TransactionSpan.After(previous, last)]),
            };
        await session.WriteNoteAsync(TakeoverSession.Next, note, cancellationToken).ConfigureAwait(false);
        return note;
    }

    // It is made where it stays: only a superuser can move one from schema to schema. The migration goes on without it.
    private async Task CreateExtensionAsync(CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(
                $"CREATE EXTENSION IF NOT EXISTS {ExclusionSql.Extension} SCHEMA {SqlNames.Quote(session.Home)}", cancellationToken)
                .ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege
            or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.UndefinedFile)
        {
        }
    }
}
