namespace MlOps.Soak;

/// <summary>What is done to a writer and its database, at random moments and in random order.</summary>
/// <param name="WriterKills">How often the writing process is killed.</param>
/// <param name="ServerKills">How often PostgreSQL is killed.</param>
/// <param name="Cuts">How often the writer's session is ended while it writes.</param>
/// <param name="Restarts">How often PostgreSQL is stopped and started again.</param>
/// <param name="FullDisks">How often PostgreSQL's disk is full for a while.</param>
internal sealed record SoakPlan(int WriterKills, int ServerKills, int Cuts, int Restarts, int FullDisks)
{
    public IReadOnlyList<Fault> Shuffled(Random random)
    {
        Fault[] faults =
        [
            .. Enumerable.Repeat(Fault.WriterKilled, WriterKills),
            .. Enumerable.Repeat(Fault.ServerKilled, ServerKills),
            .. Enumerable.Repeat(Fault.ConnectionCut, Cuts),
            .. Enumerable.Repeat(Fault.ServerRestarted, Restarts),
            .. Enumerable.Repeat(Fault.DiskFull, FullDisks),
        ];
        random.Shuffle(faults);
        return faults;
    }
}
