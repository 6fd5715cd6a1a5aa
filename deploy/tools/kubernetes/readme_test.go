package kubernetes

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
)

// TestTheReadmeIsRight writes the overlay that the README tells people to write.
func TestTheReadmeIsRight(t *testing.T) {
	readme, err := os.ReadFile("../../../README.md")
	must(t, err)
	_, after, _ := strings.Cut(string(readme), "# deploy/kubernetes/ours/kustomization.yaml")
	_, after, _ = strings.Cut(after, "\n")
	overlay, _, found := strings.Cut(after, "kubectl apply -k deploy/kubernetes/ours")
	if !found {
		t.Fatal("the README has no overlay")
	}
	dir := t.TempDir()
	must(t, os.CopyFS(dir, os.DirFS(manifests)))
	ours := filepath.Join(dir, "ours")
	must(t, os.Mkdir(ours, 0o700))
	for name, text := range map[string]string{
		"kustomization.yaml": strings.ReplaceAll(overlay, "\n    ", "\n")[len("    "):], "db-password": "hunter2", "bidui.yaml": "store: elsewhere\n",
	} {
		must(t, os.WriteFile(filepath.Join(ours, name), []byte(text), 0o600))
	}
	all := buildIn(t, ours)
	if image := get[*appsv1.Deployment](t, all, "Deployment bidui").Spec.Template.Spec.Containers[0].Image; image != "registry.example/bidui:v1.2.3" {
		t.Errorf("the image is %s", image)
	}
	if password := get[*corev1.Secret](t, all, "Secret bidui-secrets").Data["db-password"]; string(password) != "hunter2" {
		t.Errorf("the password is %s", password)
	}
	if text := get[*corev1.ConfigMap](t, all, "ConfigMap bidui-config").Data["bidui.yaml"]; text != "store: elsewhere\n" {
		t.Errorf("the configuration is %s", text)
	}
}
