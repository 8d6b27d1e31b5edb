namespace MlOps.Persistence.Tests.Foreign;

/// <summary>A class whose keys the database counts.</summary>
internal sealed class Coupon
{
    public Guid ShopId { get; set; }

    public int Number { get; set; }

    public string Text { get; set; } = "";
}
