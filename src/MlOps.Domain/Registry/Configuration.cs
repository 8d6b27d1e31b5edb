namespace MlOps.Domain.Registry;

/// <summary>How a resource is configured at present, what policies hold for it, and what it ought to look like.</summary>
public sealed class Configuration : ChangingEntity
{
    public const int MaxResourceIdLength = 500;

    private Configuration()
    {
    }

    private Configuration(string resourceId, Json features, Json? policyContext, Json? baselineConfig, DateTimeOffset at)
        : base(at)
    {
        ResourceId = Guard.Text(resourceId, nameof(ResourceId), MaxResourceIdLength);
        Features = Guard.Given(features, nameof(Features));
        PolicyContext = policyContext;
        BaselineConfig = baselineConfig;
    }

    /// <summary>Unique within the tenant.</summary>
    public string ResourceId { get; private set; } = null!;

    /// <summary>What was seen of the resource last, as models take it.</summary>
    public Json Features { get; private set; } = null!;

    public Json? PolicyContext { get; private set; }

    /// <summary>The state that was accepted as right; null as long as none was.</summary>
    public Json? BaselineConfig { get; private set; }

    /// <summary>Whether the resource differs from its baseline.</summary>
    public bool DeviatesFromBaseline => BaselineConfig is { } baseline && !baseline.Equals(Features);

    public static Configuration Of(
        string resourceId, Json features, DateTimeOffset at, Json? policyContext = null, Json? baselineConfig = null) =>
        new(resourceId, features, policyContext, baselineConfig, at);

    /// <summary>Takes what was seen of the resource, which may not be older than what is known.</summary>
    public void Observe(Json features, DateTimeOffset at)
    {
        Guard.Given(features, nameof(Features));
        Touch(at);
        Features = features;
    }

    public void PutUnder(Json? policyContext, DateTimeOffset at)
    {
        Touch(at);
        PolicyContext = policyContext;
    }

    /// <summary>Accepts the present state as the one to compare with from now on.</summary>
    public void AcceptAsBaseline(DateTimeOffset at)
    {
        Touch(at);
        BaselineConfig = Features;
    }
}
