using MlOps.Persistence;
using MlOps.Postgres;

namespace MlOps.Import.Takeover;

/// <summary>How far the takeover of a database is, as its catalogue says.</summary>
/// <param name="Phase">How far it is.</param>
/// <param name="Next">What the copies remember; null if there are none, and after the switch.</param>
/// <param name="Legacy">What the switch has noted; null before it.</param>
internal sealed record TakeoverState(TakeoverPhase Phase, NextNote? Next, LegacyNote? Legacy)
{
    public static async Task<TakeoverState> FindAsync(TakeoverSession session, CancellationToken cancellationToken)
    {
        var legacy = await session.FindNoteAsync<LegacyNote>(TakeoverSession.Legacy, cancellationToken).ConfigureAwait(false);
        var next = await session.FindNoteAsync<NextNote>(TakeoverSession.Next, cancellationToken).ConfigureAwait(false);
        var hasHistory = await HasMigrationsAsync(session, cancellationToken).ConfigureAwait(false);
        var phase = (hasHistory, legacy, next) switch
        {
            (true, not null, _) => TakeoverPhase.Switched,
            (true, null, _) => TakeoverPhase.NotNeeded,
            (_, _, not null) => TakeoverPhase.Copied,
            _ => TakeoverPhase.NotBegun,
        };
        return new TakeoverState(phase, next, legacy);
    }

    // A migration that met the old tables has made the table of migrations, and wrote nothing into it.
    private static async Task<bool> HasMigrationsAsync(TakeoverSession session, CancellationToken cancellationToken)
    {
        var history = await session.ReadAsync(
            "SELECT to_regclass(format('%I.%I', $1, $2)) IS NOT NULL",
            row => row.GetBoolean(0),
            cancellationToken,
            session.Home,
            MlOpsDbContextOptionsExtensions.HistoryTable).ConfigureAwait(false);
        return history[0] && (await session.ReadAsync(
            $"SELECT EXISTS (SELECT FROM {SqlNames.Quote(session.Home)}.{MlOpsDbContextOptionsExtensions.HistoryTable})",
            row => row.GetBoolean(0),
            cancellationToken).ConfigureAwait(false))[0];
    }
}
