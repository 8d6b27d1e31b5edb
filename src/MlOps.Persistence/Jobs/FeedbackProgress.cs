using System.Security.Cryptography;
using System.Text;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Monitoring;

namespace MlOps.Persistence.Jobs;

/// <summary>How far the feedback of a tenant has become labels.</summary>
internal sealed record FeedbackProgress
{
    /// <summary>Up to which time of arrival all feedback was looked at.</summary>
    public required ArrivalFence Fence { get; init; }

    /// <summary>The policies that were applied. With others, all feedback is looked at again.</summary>
    public required string Policies { get; init; }

    /// <summary>The last prediction that was looked at, of those with feedback up to the next time.</summary>
    public Guid After { get; init; }

    /// <summary>A short text that differs if any policy does.</summary>
    public static string Describe(IEnumerable<LabelPolicy> policies) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join(' ', policies.OrderBy(policy => policy.Id).Select(policy => $"{policy.Id}:{policy.UpdatedAt.UtcTicks}")))));
}
