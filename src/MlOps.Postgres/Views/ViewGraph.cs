namespace MlOps.Postgres.Views;

/// <summary>Views, and which of them read which.</summary>
internal sealed class ViewGraph(IReadOnlyDictionary<string, ViewSpec> views)
{
    public IReadOnlyDictionary<string, ViewSpec> Views => views;

    /// <summary>The views, each after those that it reads.</summary>
    public IEnumerable<(string Name, ViewSpec Spec)> GetInOrder()
    {
        var waiting = new SortedDictionary<string, ViewSpec>(views.ToDictionary(), StringComparer.Ordinal);
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(view => !view.Value.Reads.Any(waiting.ContainsKey)).ToList();
            if (ready.Count == 0)
                throw new InvalidOperationException($"The views {string.Join(", ", waiting.Keys)} read each other in a circle.");

            foreach (var (name, spec) in ready)
            {
                waiting.Remove(name);
                yield return (name, spec);
            }
        }
    }

    /// <summary>The tables and views that a view reads, also through other views.</summary>
    public IReadOnlySet<string> GetReads(string view)
    {
        var reads = new SortedSet<string>(StringComparer.Ordinal);
        Collect(view, reads);
        return reads;
    }

    /// <summary>Views that read each other in a circle, which begins and ends with the same one; null if there is none.</summary>
    public IReadOnlyList<string>? FindCircle() =>
        views.Keys.Select(view => FindCircle([view])).FirstOrDefault(circle => circle is not null);

    private List<string>? FindCircle(List<string> path)
    {
        foreach (var next in views[path[^1]].Reads.Where(views.ContainsKey))
        {
            if (next == path[0])
                return [.. path, next];

            if (!path.Contains(next) && FindCircle([.. path, next]) is { } circle)
                return circle;
        }

        return null;
    }

    private void Collect(string view, SortedSet<string> reads)
    {
        foreach (var read in views.TryGetValue(view, out var spec) ? spec.Reads : [])
        {
            if (reads.Add(read))
                Collect(read, reads);
        }
    }
}
