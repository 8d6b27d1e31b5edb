using MlOps.Domain;

namespace Shop;

/// <summary>A member of the aggregate, as feedback is one of predictions.</summary>
public sealed class ShipmentNote : Entity
{
    private ShipmentNote()
    {
    }

    public ShipmentNote(Shipment shipment, string text, DateTimeOffset at)
        : base(at)
    {
        ShipmentId = shipment.Id;
        Text = text;
    }

    public Guid ShipmentId { get; private set; }

    public string Text { get; private set; } = "";
}
