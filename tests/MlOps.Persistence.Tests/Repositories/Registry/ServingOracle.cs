namespace MlOps.Persistence.Tests.Repositories.Registry;

/// <summary>A model in memory: what served when, and what a rollback leads to.</summary>
internal sealed class ServingOracle
{
    private readonly List<ServedTime> _periods = [];
    private readonly Stack<string> _promoted = [];

    public IReadOnlyList<ServedTime> Periods => _periods;

    public string? FindVersion(DateTimeOffset moment) =>
        _periods.FindLast(period => period.From <= moment) is { } last && (last.To is null || moment < last.To) ? last.Version : null;

    public void Apply(ServingChange change)
    {
        if (_periods is [.., { To: null } last])
            _periods[^1] = last with { To = change.At };

        if (change.Step == ServingStep.Retirement)
            return;

        if (change.Step == ServingStep.Rollback)
            Assert.Equal(TakeBack(), change.Version);
        else
            _promoted.Push(change.Version);

        _periods.Add(new ServedTime(change.Version, change.At, null));
    }

    /// <summary>The start and the end of each period, the moment before its end, and a moment in it.</summary>
    public IEnumerable<DateTimeOffset> ListMoments(Random random)
    {
        foreach (var (_, from, to) in _periods)
        {
            var end = to ?? from.AddDays(1);
            yield return from;
            yield return end.AddMicroseconds(-1);
            yield return end;
            yield return from.AddMicroseconds(random.NextInt64((end - from).Ticks / TimeSpan.TicksPerMicrosecond));
        }
    }

    // A promotion of what had served before, too, and had been retired in between, is taken back as one.
    private string TakeBack()
    {
        var serving = _promoted.Pop();
        while (_promoted.Peek() == serving)
            _promoted.Pop();

        return _promoted.Peek();
    }
}
