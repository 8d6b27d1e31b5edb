using Microsoft.EntityFrameworkCore;
using MlOps.Import.Reports;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance;
using MlOps.Postgres;
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
        await BuildAsync(before, cancellationToken).ConfigureAwait(false);
        // Refused rows may be mended by other rows that came later, so all are read again.
        return await CopyAsync(
            before is { Refused: 0 } ? before : new NextNote(null, 0, options.TenantId), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies what is new or was changed since an earlier copy.</summary>
    public async Task<(NextNote Note, ImportReport? Report)> CopyAsync(NextNote before, CancellationToken cancellationToken)
    {
        if ((await _tables.ListImportedAsync(cancellationToken).ConfigureAwait(false)).Count == 0)
            return (before with { ReadUpTo = before.ReadUpTo ?? "0", TenantId = options.TenantId }, null);

        var changes = new ImportChanges(before.ReadUpTo);
        var report = await new DatabaseImport(home, openNext, options with { Schema = session.Home, Changes = changes })
            .RunAsync(cancellationToken).ConfigureAwait(false);
        var refused = before.Refused + report.Refused + report.Tables.Count(table => table.SkipReason is not null);
        return (new NextNote(changes.ReadUpTo, refused, options.TenantId), report);
    }

    private Task<IReadOnlyList<SchemaObject>> FindMovingAsync(
        bool isBuilt, HashSet<string> imported, CancellationToken cancellationToken)
    {
        using var context = openNext(options.TenantId);
        return _tables.ListMovingAsync(context, isBuilt, imported, cancellationToken);
    }

    private async Task BuildAsync(NextNote? before, CancellationToken cancellationToken)
    {
        var context = openNext(options.TenantId);
        await using var whenDone = context.ConfigureAwait(false);
        if (context.Model.GetEntityTypes().Select(entity => entity.GetSchema()).OfType<string>().FirstOrDefault() is { } named)
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                $"{context.GetType().Name} names the schema '{named}' for its tables, so that they cannot be built in another one first. " +
                "Name a schema that has no tables yet, migrate, and run 'mlops import --schema' for the old tables.");

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

        await new SchemaUpgrade(context).RunAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
