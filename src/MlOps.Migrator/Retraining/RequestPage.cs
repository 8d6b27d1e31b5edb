using MlOps.Domain.Retraining;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Retraining;

/// <summary>Shows retraining requests.</summary>
internal static class RequestPage
{
    public static async Task ShowAsync(
        MlOpsDbContext context, string? model, bool all, Output output, CancellationToken cancellationToken)
    {
        var listing = new Listing(
            "Request", "Model", "State", "Trigger", "Opened", "By", "Why", "Version", "Closed", "Closed by", "Reason");
        await foreach (var request in new RetrainingRequestRepository(context).StreamAsync(model).WithCancellation(cancellationToken))
        {
            if (!all && request.ClosedAt is not null)
                continue;

            listing.Add(
                request.Id, request.ModelName, Lower(request.State), Lower(request.TriggerReason), request.CreatedAt, request.RequestedBy,
                request.Why, request.AnswerVersion?.Version, request.ClosedAt, request.ClosedBy, Explain(request));
        }

        output.Write(listing);
        output.Note(listing.Count == 0 ? $"There are no {(all ? "" : "open ")}requests." : $"{listing.Count} requests.");
    }

    private static string? Explain(RetrainingRequest request) =>
        request.DecisionId is { } decision ? $"decision {decision}" : request.WithdrawalReason;

    private static string Lower<TEnum>(TEnum value)
        where TEnum : struct, Enum => value.ToString().ToLowerInvariant();
}
