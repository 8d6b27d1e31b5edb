namespace Shop;

/// <summary>An enumeration.</summary>
public enum GlossaryState
{
    Draft,
    InUse,
}
