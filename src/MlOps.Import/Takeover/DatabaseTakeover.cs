using MlOps.Persistence;
using Npgsql;

namespace MlOps.Import.Takeover;

/// <summary>
/// Takes over a database that has tables of our names already. Ours are built and filled beside them while applications go on, one
/// transaction exchanges both, and another one goes back. What was killed is completed by the next run.
/// </summary>
/// <param name="home">The database.</param>
/// <param name="openNext">Creates a context for a tenant, on the schema in which ours are built.</param>
internal sealed class DatabaseTakeover(NpgsqlDataSource home, Func<Guid, MlOpsDbContext> openNext)
{
    public async Task<TakeoverState> ReadStateAsync(CancellationToken cancellationToken)
    {
        var session = await TakeoverSession.OpenAsync(home, isReader: true, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
            return await TakeoverState.FindAsync(session, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Builds ours beside the old tables, and copies what is new or was changed since the last copy.</summary>
    /// <exception cref="MlOpsException">The database has our tables already.</exception>
    public async Task<CopyResult> CopyAsync(ImportOptions options, CancellationToken cancellationToken)
    {
        var session = await TakeoverSession.OpenAsync(home, isReader: false, cancellationToken).ConfigureAwait(false);
        await using var whenDone = session.ConfigureAwait(false);
        var state = await TakeoverState.FindAsync(session, cancellationToken).ConfigureAwait(false);
        if (state.Phase is TakeoverPhase.Switched or TakeoverPhase.NotNeeded)
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                "The database has the tables of MlOps already, so that there is nothing to take over. 'mlops migrate' brings them up to " +
                "date.");

        if (state.Next?.TenantId is { } tenant && tenant != options.TenantId)
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                $"The rows without a tenant were copied for the tenant {tenant}, and cannot go to {options.TenantId} now. " +
                $"Name --tenant {tenant}.");

        var copy = new TakeoverCopy(session, home, openNext, options);
        if (options.IsDryRun)
            return new CopyResult(
                await copy.ListMovingAsync(state.Next is { ReadUpTo: not null }, cancellationToken).ConfigureAwait(false), null);

        var (note, report) = await copy.RunAsync(state.Next, cancellationToken).ConfigureAwait(false);
        await session.WriteNoteAsync(TakeoverSession.Next, note, cancellationToken).ConfigureAwait(false);
        return new CopyResult(await copy.ListMovingAsync(true, cancellationToken).ConfigureAwait(false), report);
    }

    /// <summary>Gives our tables the names. Returns null if ours have the names already.</summary>
    /// <exception cref="MlOpsException">Nothing is copied, or rows were refused.</exception>
    public async Task<SwitchResult?> SwitchAsync(ImportOptions options, bool withoutRefusedRows, CancellationToken cancellationToken)
    {
        var session = await TakeoverSession.OpenAsync(home, isReader: false, cancellationToken).ConfigureAwait(false);
        await using var whenDone = session.ConfigureAwait(false);
        var state = await TakeoverState.FindAsync(session, cancellationToken).ConfigureAwait(false);
        if (state.Phase == TakeoverPhase.Switched)
            return null;

        if (state is not { Phase: TakeoverPhase.Copied, Next: { ReadUpTo: not null, TenantId: { } tenant } next })
            throw new MlOpsException(
                MlOpsError.TakeoverRefused,
                "Nothing is copied yet, so that there is nothing to switch to. Run 'mlops takeover copy' first.");

        var copy = new TakeoverCopy(session, home, openNext, options with { TenantId = tenant });
        return await new TakeoverSwitch(session, copy, withoutRefusedRows).RunAsync(next, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives the old tables their names again. Returns null if they have them already.</summary>
    /// <exception cref="MlOpsException">Ours have rows that the old tables lack, or were migrated since.</exception>
    public async Task<BackResult?> GoBackAsync(bool leavesNewRows, bool isDryRun, CancellationToken cancellationToken)
    {
        var session = await TakeoverSession.OpenAsync(home, isReader: false, cancellationToken).ConfigureAwait(false);
        await using var whenDone = session.ConfigureAwait(false);
        var state = await TakeoverState.FindAsync(session, cancellationToken).ConfigureAwait(false);
        if (state.Phase == TakeoverPhase.NotNeeded)
            throw new MlOpsException(
                MlOpsError.TakeoverRefused, "No takeover was switched in this database, so that there are no old tables to go back to.");

        if (state is not { Phase: TakeoverPhase.Switched, Legacy: { } legacy })
            return null;

        using var context = openNext(legacy.Next.TenantId ?? Guid.Empty);
        return await new TakeoverBack(session, SharedTables.List(context), leavesNewRows, isDryRun)
            .RunAsync(legacy, cancellationToken).ConfigureAwait(false);
    }
}
