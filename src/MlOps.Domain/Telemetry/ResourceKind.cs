namespace MlOps.Domain.Telemetry;

/// <summary>A kind of resource that can run out.</summary>
public enum ResourceKind
{
    Cpu,
    Memory,
    Disk,
    Network,
    Table,
    Database,
}
