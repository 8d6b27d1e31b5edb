namespace MlOps.Soak;

/// <summary>The ids that writing processes said were acknowledged.</summary>
internal sealed class Acknowledged
{
    private readonly Lock _lock = new();

    public HashSet<Guid> Predictions { get; } = [];

    public HashSet<Guid> Feedback { get; } = [];

    public HashSet<Guid> ShadowScores { get; } = [];

    public HashSet<Guid> Labels { get; } = [];

    /// <summary>Second labels of a prediction, which contradict the first.</summary>
    public HashSet<Guid> Contradictions { get; } = [];

    /// <summary>Predictions of months whose slices may be dropped.</summary>
    public HashSet<Guid> Old { get; } = [];

    /// <summary>Takes what a process said, and passes it on. The last line of one that was killed may be cut.</summary>
    public async Task ReadAsync(StreamReader output, Action<string> pass)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Length != 39 || !Guid.TryParse(line.AsSpan(3), out var id))
                continue;

            lock (_lock)
            {
                (line[0] switch
                {
                    WritingProcess.Predicted => Predictions,
                    WritingProcess.Commented => Feedback,
                    WritingProcess.Shadowed => ShadowScores,
                    WritingProcess.Labelled => Labels,
                    WritingProcess.Contradicted => Contradictions,
                    WritingProcess.PredictedLongAgo => Old,
                    var kind => throw new InvalidOperationException($"'{kind}' was acknowledged."),
                }).Add(id);
            }

            pass(line);
        }
    }

    /// <summary>The predictions of a month that are acknowledged until now.</summary>
    public IReadOnlyList<Guid> FindOld(DateTimeOffset month)
    {
        lock (_lock)
            return [.. Old.Where(id => WritingProcess.MonthOf(id) == month)];
    }
}
