namespace PSModelPruning.Compute;

/// <summary>What quantizing did to the weights of one layer; recurrent layers have two, those of their input and of their state.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Parameter">The name of the weight.</param>
/// <param name="Weights">How many numbers it has.</param>
/// <param name="Bits">Bits of one weight, without scales, codebook and entropy coding.</param>
/// <param name="Scales">Scales, or shared numbers of a codebook, that the layer holds beside its weights; 0 for half precision.</param>
/// <param name="MeanSquaredError">The mean of the squared differences that quantizing made.</param>
/// <param name="SignalToNoise">The mean square of the weights over that of the differences, in decibels; infinite where none
/// differs.</param>
public sealed record QuantizedLayer(
    string Layer,
    string Parameter,
    long Weights,
    int Bits,
    int Scales,
    double MeanSquaredError,
    double SignalToNoise
);
