namespace MlOps.Postgres.Tests.Entities;

/// <summary>An entity with parts.</summary>
internal sealed class Invoice
{
    public Guid TenantId { get; set; }

    public Guid Id { get; set; }

    public List<Customer> Payers { get; } = [];

    public List<InvoiceItem> Items { get; } = [];

    public InvoiceItem? Discount { get; set; }
}
