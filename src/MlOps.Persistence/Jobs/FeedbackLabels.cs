using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Jobs;

/// <summary>Makes labels of what feedback agrees on.</summary>
internal sealed class FeedbackLabels(MlOpsDbContext context, IReadOnlyDictionary<Guid, LabelPolicy> policies)
{
    /// <summary>How many predictions got a label.</summary>
    public int Labelled { get; private set; }

    /// <summary>How many got another label than they had.</summary>
    public int Corrected { get; private set; }

    /// <summary>How many have another label, which stays.</summary>
    public int Contradicted { get; private set; }

    /// <summary>How many predictions lack a policy, or feedback that agrees.</summary>
    public int Undecided { get; private set; }

    /// <summary>How many labels were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Why the first one was refused.</summary>
    public string? FirstRefusal { get; private set; }

    /// <summary>Stores new labels at once. Corrections are saved with the context.</summary>
    public async Task ApplyAsync(IReadOnlyList<FeedbackVotes> votes, CancellationToken cancellationToken)
    {
        var agreed = votes.Where(IsAgreed).ToList();
        Undecided += votes.Count - agreed.Count;
        var others = agreed.Where(vote => vote.Label is { } label && label != vote.Value).ToList();
        var missing = agreed.Where(vote => vote.Label is null).Select(
            vote => new Label(vote.PredictionId, vote.Value!.Value, vote.At!.Value, LabelSources.Feedback)).ToList();
        var result = await BulkLabel.RunAsync(context, missing, cancellationToken).ConfigureAwait(false);
        Labelled += result.Recorded;
        foreach (var refusal in result.Refused)
            Refuse(refusal.Reason);

        await CorrectAsync(others, cancellationToken).ConfigureAwait(false);
    }

    private bool IsAgreed(FeedbackVotes vote) =>
        vote is { PolicyId: { } policy, Value: not null } && policies.TryGetValue(policy, out var found)
        && found.Accepts(vote.Votes!.Value, vote.OthersVotes!.Value);

    private async Task CorrectAsync(List<FeedbackVotes> others, CancellationToken cancellationToken)
    {
        var ids = others.Where(vote => policies[vote.PolicyId!.Value].CorrectionReason is not null)
            .Select(vote => vote.PredictionId).ToList();
        Contradicted += others.Count - ids.Count;
        if (ids.Count == 0)
            return;

        // The bounds let the planner leave out partitions.
        var (low, high) = (ids[0], ids[^1]);
        var predictions = await context.Predictions
            .Where(prediction => ids.Contains(prediction.Id) && prediction.Id >= low && prediction.Id <= high)
            .ToDictionaryAsync(prediction => prediction.Id, cancellationToken).ConfigureAwait(false);
        foreach (var vote in others)
        {
            if (predictions.TryGetValue(vote.PredictionId, out var prediction))
                Correct(prediction, vote, policies[vote.PolicyId!.Value]);
        }
    }

    private void Correct(Prediction prediction, FeedbackVotes vote, LabelPolicy policy)
    {
        if (!policy.Corrects(vote.Value!.Value, vote.At!.Value, prediction.LabelledAt!.Value, prediction.SupersededLabels))
        {
            Contradicted++;
            return;
        }

        try
        {
            prediction.CorrectLabel(vote.Value.Value, policy.CorrectionReason!, vote.At.Value, LabelSources.Feedback);
            Corrected++;
        }
        catch (DomainException e)
        {
            Refuse(e.Message);
        }
    }

    private void Refuse(string reason)
    {
        Refused++;
        FirstRefusal ??= reason;
    }
}
