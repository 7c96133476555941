namespace PSModelPruning.Compute;

/// <summary>How well a model predicted the rows of one class.</summary>
/// <param name="Class">The class.</param>
/// <param name="Precision">Of the rows that were predicted to be of this class, the fraction that is; 0 where none was.</param>
/// <param name="Recall">Of the rows of this class, the fraction that was predicted to be; 0 where there are none.</param>
/// <param name="F1">The harmonic mean of both; 0 where both are 0.</param>
/// <param name="Rows">Rows of this class.</param>
/// <param name="PredictedRows">Rows that were predicted to be of this class.</param>
public sealed record ClassFigure(string Class, double Precision, double Recall, double F1, int Rows, int PredictedRows);
