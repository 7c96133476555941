# A rule set that a doctor can read: which measurements of a cell sample speak for a malignant tumour?
# A small tree gives it, in the units of the data; the drawing of it is one more line.
Import-Module "$PSScriptRoot/../PSModelPruning.psd1"

$data = Import-Dataset "$PSScriptRoot/data/breast-cancer.csv" -Target diagnosis -Seed 1
$tree = $data | Train-Model -Kind Tree -MaxLeaves 5 -MinLeafSamples 5 -Name 'Five rules' -Seed 1
$tree.ToText()

# The same as a graph for Graphviz, which "dot -Tsvg" draws.
$file = [System.IO.Path]::Combine([System.IO.Path]::GetTempPath(), 'five-rules.dot')
$null = $tree | Export-Model $file -Force

# What do so few rules cost, against a tree that was grown to the end?
$full = $data | Train-Model -Kind Tree -Name 'Full tree' -Seed 1
Compare-Model $full, $tree
