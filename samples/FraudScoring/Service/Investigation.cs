using MlOps.Domain;

namespace Shop;

/// <summary>The root of a sliced aggregate of its own.</summary>
public sealed class Shipment : Entity
{
    private Shipment()
    {
    }

    public Shipment(string address, DateTimeOffset at)
        : base(at) => Address = address;

    public string Address { get; private set; } = "";
}
