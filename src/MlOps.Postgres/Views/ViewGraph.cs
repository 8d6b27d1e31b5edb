using Microsoft.EntityFrameworkCore.Infrastructure;

namespace MlOps.Postgres.Views;

/// <summary>Views, and which of them read which.</summary>
internal sealed class ViewGraph(IReadOnlyAnnotatable declared)
{
    private readonly SortedDictionary<string, ViewSpec> _views = new(
        declared.Named(PostgresAnnotations.View).ToDictionary(view => view.Name, view => ViewSpec.Parse(view.Value)),
        StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ViewSpec> Views => _views;

    /// <summary>The views, each after those that it reads.</summary>
    public IEnumerable<(string Name, ViewSpec Spec)> InOrder()
    {
        var waiting = new SortedDictionary<string, ViewSpec>(_views, StringComparer.Ordinal);
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
    public IReadOnlySet<string> ReadsOf(string view)
    {
        var reads = new SortedSet<string>(StringComparer.Ordinal);
        Collect(view, reads);
        return reads;
    }

    /// <summary>Views that read each other in a circle, which begins and ends with the same one; null if there is none.</summary>
    public IReadOnlyList<string>? FindCircle() =>
        _views.Keys.Select(view => FindCircle([view])).FirstOrDefault(circle => circle is not null);

    private List<string>? FindCircle(List<string> path)
    {
        foreach (var next in _views[path[^1]].Reads.Where(_views.ContainsKey))
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
        foreach (var read in _views.TryGetValue(view, out var spec) ? spec.Reads : [])
        {
            if (reads.Add(read))
                Collect(read, reads);
        }
    }
}
