namespace MlOps.Postgres;

/// <summary>How much time one slice holds.</summary>
public enum SliceInterval
{
    Month,
    Day,
}
