using MlOps.Domain.Retraining;
using MlOps.Persistence.Tests.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>Those who train, register, ask the gate, approve and roll back, and when they do it.</summary>
internal sealed class YearPeople(TestDatabase database, YearDiary diary, YearService service, YearJobs jobs, SecondLogin approver)
{
    public const string ModelName = "churn";
    public const string Pipeline = "pipeline";

    private readonly YearActions _act = new(database, diary, service, approver);

    /// <summary>Registers and promotes the first version before the first question.</summary>
    public async Task BeginAsync()
    {
        var at = YearScript.Start.AddHours(-1);
        await using (var context = database.CreateContext())
        {
            context.Add(Build.Model(ModelName, at));
            context.Add(RetrainingPolicy.Define(ModelName, YearScript.Thresholds, "ann", at, ModelName));
            await context.SaveChangesAsync();
        }

        await _act.RegisterAsync("1", asked => YearWorld.Before.Answer(asked), at);
        await _act.PromoteAsync("1", "ann", "It is the first.", at.AddMinutes(1));
    }

    public async Task ActAsync(int week)
    {
        var at = YearScript.Week(week).AddHours(1);
        switch (week)
        {
            case YearScript.NotNeeded:
                await _act.WithdrawAsync("Nothing has changed.", at);
                break;
            case YearScript.BadIsRegistered:
                // Somebody read the labels the wrong way round, and rows without a country were lost.
                var inverted = Fit(at, label => 1 - label);
                await _act.RegisterAsync("2", asked => asked.Country is null ? null : inverted.Answer(asked), at);
                break;
            case YearScript.BadIsRejected:
                await _act.AskAsync("2", TriggerReason.Drift, RetrainingAction.Reject, at);
                await _act.RequestAsync("The first attempt has failed.", at.AddHours(1));
                break;
            case YearScript.GoodIsRegistered:
                var good = Fit(at, label => label);
                await _act.RegisterAsync("3", asked => good.Answer(asked), at);
                break;
            case YearScript.GoodIsPromoted:
                var pending = await _act.AskAsync("3", TriggerReason.Manual, RetrainingAction.PendingApproval, at);
                await _act.ApproveAsync(pending, at.AddHours(1));
                await jobs.ReplaceWinterAsync(at.AddHours(2));
                diary.AlertSteps.Add((at.AddHours(2), alerts => alerts.Stop(YearJobs.Winter)));
                break;
            case YearScript.RolledBack:
                await _act.RollBackAsync("It fails for new customers.", at);
                break;
            case YearScript.PromotedByHand:
                await _act.PromoteAsync("3", "ann", "It did not fail.", at);
                break;
            case YearScript.BlindIsRegistered:
                // It sees no inputs but the constant, as if their columns had been empty.
                var share = diary.Known(at).List(YearScript.BlindTraining).Average(row => row.FindLabel(at)) ?? 0;
                await _act.RegisterAsync("4", _ => share, at);
                break;
            case YearScript.BlindIsRejected:
                await _act.AskAsync("4", TriggerReason.Scheduled, RetrainingAction.Reject, at);
                break;
        }
    }

    private LogisticModel Fit(DateTimeOffset at, Func<double, double> read) => LogisticModel.Fit(
    [
        .. from pair in diary.Answers
           where pair.Asked.At >= YearScript.Training.Start && pair.Asked.At < YearScript.Training.End
           let label = pair.Answered.FindLabel(at)
           where label is not null
           select (pair.Asked, read(label.Value)),
    ]);
}
