using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Values;

/// <summary>A retraining request with all texts as long as they may be.</summary>
internal static class LongestRequests
{
    /// <param name="text">Makes a text of a length.</param>
    public static IEnumerable<Entity> Create(Func<int, string> text)
    {
        var request = RetrainingRequest.Open(
            text(255), TriggerReason.Manual, text(RetrainingRequest.MaxReasonLength), text(StageChange.MaxByLength), Sample.Noon);
        request.Withdraw(text(RetrainingRequest.MaxReasonLength), text(StageChange.MaxByLength), Sample.Noon);
        var delivery = RetrainingDelivery.Plan(request, text(NoticeDelivery.MaxSinkLength), Sample.Noon);
        delivery.Fail(text(NoticeDelivery.MaxErrorLength), Sample.Noon);
        return [request, delivery];
    }
}
