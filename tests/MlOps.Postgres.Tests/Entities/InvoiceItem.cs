namespace MlOps.Postgres.Tests.Entities;

/// <summary>A part of an invoice.</summary>
internal sealed class InvoiceItem
{
    public string Text { get; set; } = "";
}
