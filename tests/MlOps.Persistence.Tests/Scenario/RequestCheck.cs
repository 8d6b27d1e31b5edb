using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Persistence.Tests.Scenario;

/// <summary>The retraining requests and their notices, from the diary and the windows of the monitors.</summary>
internal static class RequestCheck
{
    public static async Task RunAsync(MlOpsDbContext context, YearDiary diary, YearJobs jobs, IReadOnlyList<ExpectedWindow> windows)
    {
        var expected = ExpectedRequests.Of(diary, windows);
        var stored = await new RetrainingRequestRepository(context).StreamAsync(YearPeople.ModelName).Reverse().ToListAsync();
        Assert.Equal(expected.All, stored.ConvertAll(Read));
        Assert.Equal(
            [TriggerReason.Scheduled, TriggerReason.Drift, TriggerReason.Manual, TriggerReason.Scheduled, TriggerReason.Scheduled],
            stored.Select(request => request.TriggerReason));
        Assert.Equal(YearScript.JobTimes(YearScript.DriftIsFound).Last(), stored[1].CreatedAt);
        Assert.Contains($"'{YearJobs.Winter}'", stored[1].Why, StringComparison.Ordinal);
        Assert.Equal(
            [
                RetrainingRequestState.Withdrawn, RetrainingRequestState.Decided, RetrainingRequestState.Decided,
                RetrainingRequestState.Decided, RetrainingRequestState.Open,
            ],
            stored.Select(request => request.State));

        Assert.Equal(
            expected.Noticed, jobs.Requests.Got.Where(notice => notice.Model == YearPeople.ModelName).Select(notice => notice.OpenedAt));
        Assert.Equal(1, jobs.Requests.Got.Count(notice => notice.Model == YearNeighbours.QuietModel));
        Assert.Equal(
            jobs.Requests.Got.Select(notice => notice.Id).Order(),
            await context.RetrainingDeliveries.Where(delivery => delivery.Sink == jobs.Requests.Name)
                .Select(delivery => delivery.Id).OrderBy(id => id).ToListAsync());
    }

    private static ExpectedRequest Read(RetrainingRequest request) =>
        new(request.TriggerReason, request.RequestedBy, request.CreatedAt)
        {
            Answer = request.AnswerVersion?.Version,
            AnsweredAt = request.AnsweredAt,
            ClosedAt = request.ClosedAt,
            ClosedBy = request.ClosedBy,
            Decision = request.DecisionId,
            Reason = request.WithdrawalReason,
        };
}
