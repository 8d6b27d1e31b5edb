namespace MlOps.Import.Files;

/// <summary>A line of a file.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="Text">The text without the line break. Only its beginning if it is at fault.</param>
/// <param name="Fault">What is wrong with it. Null if nothing is.</param>
internal readonly record struct FileLine(long Number, string Text, string? Fault = null);
