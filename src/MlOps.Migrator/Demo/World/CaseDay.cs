using System.Globalization;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Demo.World;

/// <summary>
/// What a service is asked in a day. The same day has the same cases each time, so that a run that was killed can be completed.
/// </summary>
internal static class CaseDay
{
    private const int Past = 1500;

    private static readonly TimeSpan Thinking = TimeSpan.FromMinutes(1);

    /// <summary>The cases of a day, one after the other.</summary>
    /// <param name="service">The service.</param>
    /// <param name="day">The start of the day.</param>
    /// <param name="hasChanged">Whether the world has changed by then.</param>
    public static IReadOnlyList<Case> Draw(DemoService service, DateTimeOffset day, bool hasChanged)
    {
        var random = SeededRandom.From(string.Create(CultureInfo.InvariantCulture, $"demo {service.Name} {day:yyyy-MM-dd}"));
        var law = hasChanged && service.Changed is { } changed ? changed : service.Usual;
        return [.. DayCurve.Moments(day, service.CasesPerDay, random).Select(at => DrawCase(service, law, at, random))];
    }

    /// <summary>What is known from before the demo began: the first version of each model learns from it.</summary>
    public static IReadOnlyList<Case> DrawPast(DemoService service, Calendar calendar)
    {
        var random = SeededRandom.From(
            string.Create(CultureInfo.InvariantCulture, $"demo {service.Name} before {calendar.Start:yyyy-MM-dd}"));
        return
        [
            .. Enumerable.Range(0, Past).Select(i => DrawCase(
                service, service.Usual, calendar.PastStart + ((calendar.PastEnd - calendar.PastStart) * i / Past), random)),
        ];
    }

    private static Case DrawCase(DemoService service, Law law, DateTimeOffset at, SeededRandom random)
    {
        var time = at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));
        var inputs = law.Draw(service, random);
        var outcome = law.Decide(service, inputs, random);
        return new Case(
            random.NextId(time),
            time,
            inputs,
            outcome,
            random.Happens(service.Unlabelled) ? null : time + service.LabelDelay,
            random.Happens(service.Feedback) ? time + Thinking : null);
    }
}
