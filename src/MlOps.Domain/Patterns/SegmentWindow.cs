namespace MlOps.Domain.Patterns;

/// <summary>The errors of all segments of a monitor's window.</summary>
/// <param name="MonitorId">The monitor.</param>
/// <param name="ServiceName">The service.</param>
/// <param name="Window">The window.</param>
/// <param name="Segments">The segments that can be compared with the others.</param>
public sealed record SegmentWindow(Guid MonitorId, string ServiceName, TimeWindow Window, IReadOnlyList<SegmentErrors> Segments);
