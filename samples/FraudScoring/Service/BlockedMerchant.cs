using MlOps.Domain;

namespace FraudScoring;

/// <summary>An ordinary table of the service.</summary>
public sealed class BlockedMerchant : Entity
{
    private BlockedMerchant()
    {
    }

    public BlockedMerchant(string name, DateTimeOffset at)
        : base(at) => Name = name;

    public string Name { get; private set; } = "";

    public BlockState BlockState { get; private set; }
}
