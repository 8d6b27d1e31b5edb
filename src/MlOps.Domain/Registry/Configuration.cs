using System.ComponentModel.DataAnnotations;

namespace MlOps.Domain.Registry;

/// <summary>The current configuration of a resource, its policies, and its accepted baseline.</summary>
public sealed class Configuration : ChangingEntity
{
    public const int MaxResourceIdLength = 500;

    private Configuration()
    {
    }

    private Configuration(
        string resourceId, Json features, Json? policyContext, Json? baselineConfig, DateTimeOffset at)
        : base(at)
    {
        ResourceId = Guard.Text(resourceId, nameof(ResourceId), MaxResourceIdLength);
        Features = Guard.Given(features, nameof(Features));
        PolicyContext = policyContext;
        BaselineConfig = baselineConfig;
    }

    /// <summary>Unique within the tenant.</summary>
    [MaxLength(MaxResourceIdLength)]
    public string ResourceId { get; private set; } = null!;

    /// <summary>The last observed state of the resource, in the form that models expect.</summary>
    public Json Features { get; private set; } = null!;

    public Json? PolicyContext { get; private set; }

    /// <summary>The state that was accepted as correct; null until one is accepted.</summary>
    public Json? BaselineConfig { get; private set; }

    /// <summary>Whether the resource differs from its baseline.</summary>
    public bool DeviatesFromBaseline => BaselineConfig is { } baseline && !baseline.Equals(Features);

    public static Configuration Record(
        string resourceId, Json features, DateTimeOffset at, Json? policyContext = null, Json? baselineConfig = null) =>
        new(resourceId, features, policyContext, baselineConfig, at);

    /// <summary>Stores a newly observed state of the resource.</summary>
    public void Observe(Json features, DateTimeOffset at)
    {
        Guard.Given(features, nameof(Features));
        Touch(at);
        Features = features;
    }

    public void SetPolicyContext(Json? policyContext, DateTimeOffset at)
    {
        Touch(at);
        PolicyContext = policyContext;
    }

    /// <summary>Accepts the current state as the one to compare with from now on.</summary>
    public void AcceptAsBaseline(DateTimeOffset at)
    {
        Touch(at);
        BaselineConfig = Features;
    }
}
