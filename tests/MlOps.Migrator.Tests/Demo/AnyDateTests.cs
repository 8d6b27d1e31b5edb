using MlOps.Domain.Statistics.Performance;
using MlOps.Migrator.Demo.Story;
using MlOps.Migrator.Demo.Training;
using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Tests.Demo;

/// <summary>The demo's data are other ones on each date. What happens in it must be the same, and not be a matter of luck.</summary>
public class AnyDateTests
{
    public static TheoryData<int> Dates => [.. Enumerable.Range(0, 40).Select(i => i * 37)];

    private static readonly DemoService Tasks = DemoServices.Tasks;
    private static readonly DemoService Narratives = DemoServices.Narratives;

    [Theory, MemberData(nameof(Dates))]
    public void The_drift_harms_the_first_version_and_the_third_is_better(int offset)
    {
        var calendar = On(offset);
        var (first, third) = (Fit(Tasks, CaseDay.DrawPast(Tasks, calendar)), Fit(Tasks, ListKnown(Tasks, calendar, 9)));
        var (before, after) = (ListKnown(Tasks, calendar, 8), ListKnown(Tasks, calendar, 11));

        var harm = Measure(first, before, Tasks).F1 - Measure(first, after, Tasks).F1;
        var gain = Measure(third, after, Tasks).F1 - Measure(first, after, Tasks).F1;

        Assert.True(harm > 0.25, $"{harm}");
        Assert.True(gain > 0.25, $"{gain}");
        Assert.True(after.Count > 550, $"The gate asks for 500 labels, and there are {after.Count}.");
    }

    [Theory, MemberData(nameof(Dates))]
    public void The_second_version_of_the_tasks_is_worse(int offset)
    {
        var calendar = On(offset);
        var first = Fit(Tasks, CaseDay.DrawPast(Tasks, calendar));
        var second = Fit(Tasks, ListKnown(Tasks, calendar, 1), [.. Plot.OmittedOfTasks]);
        var shadowed = ListKnown(Tasks, calendar, 5);
        var loss = Measure(second, shadowed, Tasks).Brier - Measure(first, shadowed, Tasks).Brier;
        Assert.True(loss > 0.03, $"{loss}");
    }

    [Theory, MemberData(nameof(Dates))]
    public void The_version_that_was_promoted_by_hand_is_worse_beyond_chance(int offset)
    {
        var calendar = On(offset);
        var first = Fit(Narratives, CaseDay.DrawPast(Narratives, calendar));
        var few = Examples(Narratives, ListKnown(Narratives, calendar, 1)).Take(Plot.FewExamples);
        var second = new LogisticFit([.. few], Plot.OmittedOfNarratives).Run().Last();
        var (before, after) = (Errors(first, [1, 2, 3, 4]), Errors(second, [5]));
        var error = Math.Sqrt((Variance(before) / before.Count) + (Variance(after) / after.Count));
        Assert.True(after.Average() - before.Average() > 3 * error, $"{after.Average()} after {before.Average()}, and chance is {error}");

        List<double> Errors(LogisticModel model, int[] days) =>
        [
            .. days.SelectMany(day => ListKnown(Narratives, calendar, day))
                .Select(known => model.Predict(known.Inputs.Encode(Narratives)) >= 0.5 == known.Outcome ? 0.0 : 1),
        ];
    }

    [Theory, MemberData(nameof(Dates))]
    public void The_dice_have_many_errors(int offset)
    {
        var (calendar, rolls) = (On(offset), DemoServices.Rolls);
        var model = new LogisticFit([.. Examples(rolls, CaseDay.DrawPast(rolls, calendar)).Take(Beginning.FewExamples)], []).Run().Last();
        var known = ListKnown(rolls, calendar, 1);
        var wrong = known.Count(one => model.Predict(one.Inputs.Encode(rolls)) >= 0.5 != one.Outcome);
        Assert.True(wrong > 0.3 * known.Count, $"{wrong} of {known.Count}");
    }

    private static Calendar On(int offset) => new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddDays(offset));

    private static List<Case> ListKnown(DemoService service, Calendar calendar, int day) =>
        [.. CaseDay.Draw(service, calendar.StartOf(day), Calendar.HasChanged(day)).Where(known => known.LabelledAt is not null)];

    private static IEnumerable<Example> Examples(DemoService service, IEnumerable<Case> cases) =>
        cases.Select(known => new Example(known.Inputs.Encode(service), known.Outcome));

    // From the share that a version learns from.
    private static LogisticModel Fit(DemoService service, IReadOnlyList<Case> cases, params int[] omitted) =>
        new LogisticFit([.. Examples(service, cases).Take((int)(cases.Count * Trainer.Learned))], omitted).Run().Last();

    private static ClassifierPerformance Measure(LogisticModel model, IEnumerable<Case> cases, DemoService service) =>
        ClassifierPerformance.Measure(
            cases.Select(known => ((double?)model.Predict(known.Inputs.Encode(service)), (bool?)known.Outcome)), 0.5);

    private static double Variance(List<double> values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
    }
}
