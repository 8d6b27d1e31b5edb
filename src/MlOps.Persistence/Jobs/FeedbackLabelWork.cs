using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Monitoring;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Jobs;

/// <summary>
/// Makes labels from feedback, as the label policies say. It goes by the time of arrival of feedback, so it skips none that was committed
/// late. Labels that are there already do no harm, so it may look at feedback twice.
/// </summary>
/// <param name="partSize">The largest number of predictions of one run. What is done so far is stored after each part.</param>
internal sealed class FeedbackLabelWork(int partSize = 1000) : IJobWork
{
    public JobKind Kind => JobKind.LabelFromFeedback;

    public bool CatchesUp => false;

    public async Task<JobOutcome> RunAsync(JobTurn turn, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(turn.Context);
        return await turn.Context.InTransactionAsync(
            async () =>
            {
                var policies = await turn.Context.LabelPolicies.AsNoTracking()
                    .ToDictionaryAsync(policy => policy.Id, cancellationToken).ConfigureAwait(false);
                return policies.Count == 0
                    ? new JobOutcome(Json.From(new { Policies = 0 }))
                    : await AdvanceAsync(turn, policies, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<JobOutcome> AdvanceAsync(
        JobTurn turn, Dictionary<Guid, LabelPolicy> policies, CancellationToken cancellationToken)
    {
        var (context, named) = (turn.Context, FeedbackProgress.Describe(policies.Values));
        var noted = turn.Job.State?.As<FeedbackProgress>();
        if (noted is null || noted.Policies != named)
            return await BeginAsync(context, named, null, new { Policies = policies.Count }, cancellationToken).ConfigureAwait(false);

        if (!noted.Fence.IsReachedBy(await ArrivalFence.ListOpenAsync(context, cancellationToken).ConfigureAwait(false)))
            return new JobOutcome(Json.From(new { noted.Fence.DoneUntil })) { State = Json.From(noted) };

        if (noted.Fence.DoneUntil >= noted.Fence.NotedAt)
            return await BeginAsync(context, named, noted.Fence.DoneUntil, new { noted.Fence.DoneUntil }, cancellationToken)
                .ConfigureAwait(false);

        var votes = await FeedbackVotes.ListAsync(
            context, noted.Fence.FindArrival(), noted.After, partSize, cancellationToken).ConfigureAwait(false);
        var labels = new FeedbackLabels(context, policies);
        await labels.ApplyAsync(votes, cancellationToken).ConfigureAwait(false);
        if (votes.Count == partSize)
        {
            return new JobOutcome(Json.From(labels)) { State = Json.From(noted with { After = votes[^1].PredictionId }), HasMore = true };
        }

        var next = await BeginAsync(context, named, noted.Fence.NotedAt, labels, cancellationToken).ConfigureAwait(false);
        return next with { HasMore = false };
    }

    private static async Task<JobOutcome> BeginAsync<TDetails>(
        MlOpsDbContext context, string policies, DateTimeOffset? doneUntil, TDetails details, CancellationToken cancellationToken)
    {
        var fence = await ArrivalFence.NoteAsync(context, doneUntil, cancellationToken).ConfigureAwait(false);
        return new JobOutcome(Json.From(details))
        {
            State = Json.From(new FeedbackProgress { Fence = fence, Policies = policies }),
            HasMore = doneUntil is null,
        };
    }
}
