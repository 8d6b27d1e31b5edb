using MlOps.Domain;
using MlOps.Domain.Retraining;
using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Story;

/// <summary>What people and pipelines do in the evenings of the demo's days. Each step does nothing if it is done.</summary>
internal sealed class Plot(People people, Pipeline pipeline, Calendar calendar)
{
    public const string Second = "2";
    public const string Third = "3";

    private const int FewExamples = 40;

    private static readonly DemoService Tasks = DemoServices.Tasks;
    private static readonly DemoService Narratives = DemoServices.Narratives;

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

    // The labels of day 1 are known: the first ones that there are.
    private async Task PrepareAsync(DateTimeOffset evening)
    {
        var data = calendar.WindowOf(1);
        // The forgetful one: what says most is left out.
        await pipeline.TrainAsync(Tasks, Second, data, evening, leftOut: [0, 2]);
        await pipeline.StageAsync(Tasks, Second, "It is to answer in the shadow of version 1.", evening);
        await pipeline.TrainAsync(Narratives, Second, data, evening, leftOut: [0, 1], FewExamples);
        await people.PromoteByHandAsync(Narratives, Second, evening);
    }

    // The labels of day 5 are known: the first day of both second versions.
    private async Task LookBackAsync(DateTimeOffset evening)
    {
        await people.RollBackIfWorseAsync(Narratives, Second, new TimeWindow(calendar.StartOf(1), evening), evening);
        var decision = await pipeline.AskGateAsync(Tasks, Second, TriggerReason.Scheduled, evening);
        if (decision.Action == RetrainingAction.Reject)
            await pipeline.ArchiveAsync(Tasks, Second, "The gate has rejected it.", evening);
    }

    // The labels of day 9 are known: the first ones of the changed world.
    private async Task RetrainAsync(DateTimeOffset evening)
    {
        var changed = calendar.WindowOf(Calendar.ChangeDay);
        await pipeline.TrainAsync(Tasks, Third, changed, evening);
        await pipeline.StageAsync(Tasks, Third, "It is to answer in the shadow of version 1.", evening);
        await pipeline.AnswerPastAsync(Tasks, Third, new TimeWindow(changed.End, evening), evening);
    }

    private async Task DecideAsync(DateTimeOffset evening)
    {
        await people.PrepareApprovalAsync(evening);
        var decision = await pipeline.AskGateAsync(Tasks, Third, TriggerReason.Drift, evening);
        if (decision.Action == RetrainingAction.PendingApproval)
            await people.ApproveAsync(decision, evening.AddMinutes(5));

        await pipeline.WatchInsteadAsync(Beginning.FirstVersion, Third, calendar.EndOf(Calendar.Days), evening.AddMinutes(6));
    }
}
