using MlOps.Domain;

namespace MlOps.Migrator.Demo.World;

/// <summary>The cases of all days, drawn once each.</summary>
internal sealed class CaseBook(Calendar calendar)
{
    /// <summary>For how many days a label, the slowest of all, may be on its way.</summary>
    public const int DaysBack = 3;

    private readonly Dictionary<(string Service, int Day), IReadOnlyList<Case>> _days = [];

    /// <summary>The cases of which something happens in a span, such as the question or the label.</summary>
    public IEnumerable<Case> List(DemoService service, TimeWindow span, Func<Case, DateTimeOffset?> time)
    {
        var last = calendar.DayOf(span.End.AddTicks(-1));
        var first = Math.Max(1, calendar.DayOf(span.Start) - DaysBack);
        return Enumerable.Range(first, last - first + 1)
            .SelectMany(day => Draw(service, day))
            .Where(asked => time(asked) is { } at && at >= span.Start && at < span.End);
    }

    private IReadOnlyList<Case> Draw(DemoService service, int day)
    {
        if (!_days.TryGetValue((service.Name, day), out var cases))
        {
            cases = CaseDay.Draw(service, calendar.StartOf(day), Calendar.HasChanged(day));
            _days.Add((service.Name, day), cases);
        }

        return cases;
    }
}
