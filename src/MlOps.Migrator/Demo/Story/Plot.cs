using MlOps.Domain;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Story;

/// <summary>What people and pipelines do in the evenings of the demo's days. Each step does nothing if it is done.</summary>
internal sealed class Plot(People people, Pipeline pipeline, Calendar calendar)
{
    public const string Second = "2";
    public const string Third = "3";
    public const int FewExamples = 40;

    private static readonly DemoService Tasks = DemoServices.Tasks;
    private static readonly DemoService Narratives = DemoServices.Narratives;

    /// <summary>The inputs that the second version of the tasks does not get: the two that matter most.</summary>
    public static IReadOnlyList<int> OmittedOfTasks { get; } = [0, 2];

    /// <summary>The inputs that the second version of the narratives does not get.</summary>
    public static IReadOnlyList<int> OmittedOfNarratives { get; } = [0, 1];

    public Task ActAsync(int day)
    {
        var evening = calendar.EveningOf(day);
        return day switch
        {
            4 => PrepareAsync(evening),
            8 => LookBackAsync(evening),
            12 => RetrainAsync(evening),
            14 => DecideAsync(evening),
            _ => Task.CompletedTask,
        };
    }

    // By now the labels of day 1 are known, which are the first ones.
    private async Task PrepareAsync(DateTimeOffset evening)
    {
        var data = calendar.WindowOf(1);
        await pipeline.TrainAsync(Tasks, Second, data, evening, OmittedOfTasks);
        await pipeline.StageAsync(Tasks, Second, "It is to answer in the shadow of version 1.", evening.AddMinutes(1));
        await pipeline.TrainAsync(Narratives, Second, data, evening, OmittedOfNarratives, FewExamples);
        await people.PromoteByHandAsync(Narratives, Second, evening.AddMinutes(1));
    }

    // By now the labels of day 5 are known, the first day of both second versions.
    private async Task LookBackAsync(DateTimeOffset evening)
    {
        await people.RollBackIfWorseAsync(Narratives, Second, new TimeWindow(calendar.StartOf(1), evening), evening);
        var decision = await pipeline.AskGateAsync(Tasks, Second, TriggerReason.Scheduled, evening);
        if (decision.Action == RetrainingAction.Reject)
            await pipeline.ArchiveAsync(Tasks, Second, "The gate has rejected it.", evening.AddMinutes(1));
    }

    // By now the labels of day 9 are known, the first ones of the changed world.
    private async Task RetrainAsync(DateTimeOffset evening)
    {
        var changed = calendar.WindowOf(Calendar.ChangeDay);
        await pipeline.TrainAsync(Tasks, Third, changed, evening);
        await pipeline.StageAsync(Tasks, Third, "It is to answer in the shadow of version 1.", evening.AddMinutes(1));
        await pipeline.AnswerPastAsync(Tasks, Third, new TimeWindow(changed.End, evening.AddMinutes(1)), evening.AddMinutes(1));
    }

    private async Task DecideAsync(DateTimeOffset evening)
    {
        if (!await pipeline.HasAskedGateAsync(Tasks, Third))
            await people.PrepareApprovalAsync(evening);

        var decision = await pipeline.AskGateAsync(Tasks, Third, TriggerReason.Drift, evening);
        if (decision.Action == RetrainingAction.PendingApproval)
            await people.ApproveAsync(decision, evening.AddMinutes(5));

        await pipeline.WatchInsteadAsync(Beginning.FirstVersion, Third, calendar.EndOf(Calendar.Days), evening.AddMinutes(6));
    }
}
